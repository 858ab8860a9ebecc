//! The limits that the kernel enforces on a sandbox process.

use std::{io, process::Child};

/// Whether this system has such limits.
pub(super) const HAS_LIMITS: bool = cfg!(target_os = "linux");

/// Limits a process that has just started. No code of the user's is there before the limits are.
#[cfg(target_os = "linux")]
pub(super) fn limit(child: &Child) -> io::Result<()> {
    use crate::usercode::limits;
    use rustix::process::{Pid, Resource, Rlimit, prlimit};

    /// Written memory; 512 MiB are too little for workerd to start.
    const DATA: u64 = 640 << 20;
    const FILES: u64 = 64;

    let cpu = limits::CPU.as_secs();
    let limits = [
        // SIGXCPU at the first, which tells it apart; SIGKILL at the second.
        (Resource::Cpu, cpu, cpu + 1),
        (Resource::Data, DATA, DATA),
        (Resource::Nofile, FILES, FILES),
        (Resource::Core, 0, 0),
        (Resource::Fsize, 0, 0),
    ];
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    let pid = pid.ok_or(io::ErrorKind::InvalidInput)?;
    for (resource, soft, hard) in limits {
        prlimit(Some(pid), resource, Rlimit { current: Some(soft), maximum: Some(hard) })?;
    }
    Ok(())
}

#[cfg(not(target_os = "linux"))]
pub(super) fn limit(_: &Child) -> io::Result<()> {
    Ok(())
}
