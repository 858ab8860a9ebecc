# The process that runs code of strangers. It listens on a socket that it inherits, and can reach
# nothing: neither the network nor a disk.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = [])),
  ],
  sockets = [(name = "http", http = (), service = "main")],
  v8Flags = ["--max-heap-size=256"],
);

const main :Workerd.Worker = (
  compatibilityDate = "2026-11-01",
  modules = [(name = "host.js", esModule = embed "host.js")],
  bindings = [(name = "LOADER", workerLoader = ())],
);
