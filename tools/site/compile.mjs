// Under Node: Pyodide compiles archives. Arguments: Pyodide's folder, info of its lock, jobs [{archive, target, folder, sources}].

import { readFileSync } from "node:fs";
import { dirname } from "node:path";

const [pyodide, info, jobs] = process.argv.slice(2);
const { loadPyodide } = await import(`${pyodide}/pyodide.mjs`);
const python = await loadPyodide({ indexURL: pyodide, lockFileContents: { info: JSON.parse(info), packages: {} } });
python.runPython(readFileSync(new URL("compiling.py", import.meta.url), "utf8"));
const compiled = python.globals.get("compiled");
for (const [number, { archive, target, folder, sources }] of JSON.parse(jobs).entries()) {
  const [from, to] = [`/from${number}`, `/to${number}`];
  python.mountNodeFS(from, dirname(archive));
  python.mountNodeFS(to, dirname(target));
  compiled(archive.replace(dirname(archive), from), target.replace(dirname(target), to), folder, sources);
}
process.exit(0);
