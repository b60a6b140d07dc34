// What the kernel's worker loads in place of Pyodide's own module. It loads first what the first figure needs, with bytecode,
// and imports it while the page is still being built; the rest comes when it is imported.

import { FIRST, LATE } from "./packages.mjs";
import { loadPyodide as load } from "./pyodide.mjs";

const HERE = new URL(".", import.meta.url).href;
const NEXT = `
import piplite.piplite, pyodide_kernel, helpers.live, helpers.apps, helpers.checks
pyodide_kernel.ipython_shell.Completer.use_jedi = False  # which would be a large package, and slow here
`; // what comes next in any case

let begun;

// Pyodide, as far as it has been begun.
export async function loadPyodide({ stdout, stderr }) {
  const python = await begin();
  begun = undefined;
  python.setStdout({ batched: stdout });
  python.setStderr({ batched: stderr });
  return python;
}

// Begin before anyone asks.
export function begin() {
  begun ??= start();
  return begun;
}

async function start() {
  const python = await load({
    indexURL: HERE,
    packages: FIRST,
    env: { HOME: "/home/pyodide", MPLBACKEND: "module://matplotlib_inline.backend_inline" },
  });
  tell("course");
  python.registerJsModule("sgd_start", {
    isLate: (name) => name in LATE,
    bring: (name, extractDir) => bring(python, name, extractDir),
  });
  python.runPython(await (await fetch(`${HERE}late.py`)).text());
  python.runPython(NEXT, { globals: python.globals.get("dict")() });
  tell("ready");
  return python;
}

// Python waits for what it imports: the request is one that waits too, which a worker may make.
// The folder must be told: else it is the reader's own, where each file takes a question to the page.
function bring(python, name, extractDir) {
  for (const wheel of LATE[name]) {
    const request = new XMLHttpRequest();
    request.open("GET", HERE + wheel, false);
    request.responseType = "arraybuffer";
    request.send();
    if (request.status !== 200) throw new Error(`${wheel} could not be loaded: is the network there?`);
    python.unpackArchive(request.response, "wheel", { extractDir });
  }
}

// The page shows how far it is.
function tell(stage) {
  self.postMessage({ sgdStage: stage });
}
