use crate::{Alone, Filters, Options, Step, transform};

/// The two lists in the docs of a step: before the step, and after it.
fn example(docs: &str) -> [String; 2] {
    let docs: String =
        docs.lines().map(|it| format!("{}\n", it.strip_prefix(' ').unwrap_or(it))).collect();
    let mut blocks = docs.split("```adblock\n").skip(1);
    let block = || blocks.next().and_then(|it| it.split("```").next()).map(str::to_owned);
    std::iter::from_fn(block).take(2).collect::<Vec<_>>().try_into().expect("two lists")
}

fn run(steps: &[Step], text: &str) -> String {
    let text = text.to_owned();
    transform("list.txt", text, steps, &Filters::default(), &Options::default(), &Alone)
        .unwrap()
        .text()
}

#[test]
fn each_step_does_what_its_docs_show() {
    for step in Step::ALL {
        let [before, after] = example(step.docs());
        let before = before.strip_suffix('\n').unwrap_or(&before);
        let after = after.strip_suffix('\n').unwrap_or(&after);
        assert_eq!(run(&[step], before), after, "{step}");
    }
}

#[test]
fn names_are_those_that_a_configuration_has() {
    for step in Step::ALL {
        assert_eq!(step.name().parse(), Ok(step));
        assert_eq!(format!("{step:?}"), step.name());
    }
}
