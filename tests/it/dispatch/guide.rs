//! The guide's own backend as it was recorded, in each of its configurations.

use bloqr::{
    api::Endpoint,
    dispatch::{
        Path, evidence,
        parity::{self, Parity},
        read,
    },
};

use super::replay::Bound;

/// Which path answered, and whether that is a stub.
fn truth(bound: Bound, endpoint: Endpoint) -> (Path, bool) {
    match (bound, endpoint) {
        (Bound::Loader, Endpoint::Validate) => (Path::Loader, true),
        (Bound::DynamicWorkerLoader, Endpoint::Parse | Endpoint::Validate) => {
            (Path::DynamicWorkerLoader, true)
        }
        _ => (Path::Inline, false),
    }
}

/// Every answer that was recorded, whatever the list.
#[test]
fn every_recorded_answer_tells_its_path_and_is_judged_by_it() {
    for bound in Bound::ALL {
        let rows = bound.recordings().into_iter().flat_map(|it| it.0);
        let mut seen = 0;
        for row in rows.filter(|it| it.status == 200 && it.method == "POST") {
            let exchange = row.exchange();
            let endpoint = Endpoint::from_path(&row.path).unwrap();
            let found = evidence::weigh(&exchange);
            let (path, is_stub) = truth(bound, endpoint);
            let what = format!("{bound:?} {} {}", row.path, row.request);
            assert_eq!(found.path, Some(path), "{what}");
            assert_eq!(found.stub.is_some(), is_stub, "{what}");
            assert_eq!(found.backend.name, "guide", "{what}");
            let parity = parity::compare(&exchange, &read(&exchange).unwrap(), &found, false);
            if !is_stub {
                assert!(matches!(parity, Parity::Equal | Parity::Known(_)), "{what}: {parity:#?}");
            }
            seen += 1;
        }
        assert!(seen > 8, "{bound:?}: {seen}");
    }
}
