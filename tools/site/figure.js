// figure.html?figure=magic&learning_rate=0.4: the notebook `figure.ipynb` runs in the frame, and its cell opens what the
// address asks for. The address travels as one word without quotes, and Python reads it: nothing of it is ever run.

const NOTEBOOK = "live/notebooks/index.html?path=figure.ipynb";
const ALONE = `
  .jp-Cell-inputWrapper, .jp-OutputPrompt, .jp-Cell .jp-Cell-outputCollapser, .jp-Notebook-footer { display: none !important; }
  .jp-NotebookPanel-notebook { margin: 0 !important; padding: 0 !important; }
  .jp-WindowedPanel-viewport, .jp-Cell { padding: 0 !important; border: 0 !important; box-shadow: none !important; }
  body, #main, .jp-WindowedPanel-outer { background: var(--jp-layout-color0) !important; }
`;

const BELOW = 60; // pixels, so that the frame need not scroll
const frame = document.querySelector("iframe");

// What `found` returns, once it returns something.
async function once(found) {
  for (;;) {
    const value = found();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function open(address) {
  frame.hidden = false;
  frame.src = NOTEBOOK;
  const page = frame.contentWindow;
  const panel = await once(() => page.jupyterapp?.shell.currentWidget);
  page.document.head.append(Object.assign(page.document.createElement("style"), { textContent: ALONE }));
  const bare = () => {
    for (const part of [page.jupyterapp.shell.top, page.jupyterapp.shell.menu, panel.toolbar]) part.setHidden(true);
  };
  bare();
  page.jupyterapp.formatChanged.connect(bare); // from a telephone's width to a wide one, its own program shows them again
  await panel.context.ready;
  await panel.sessionContext.ready;
  const kernel = await once(() => panel.sessionContext.session?.kernel);
  const code = `import os\nos.environ["SGD_LINK"] = ${JSON.stringify(encodeURIComponent(address))}`;
  await kernel.requestExecute({ code, silent: true, store_history: false }).done;
  const area = panel.content.widgets[0].outputArea.node;
  new ResizeObserver(() => {
    if (area.scrollHeight) frame.style.height = `${area.scrollHeight + BELOW}px`;
  }).observe(area);
  await page.jupyterapp.commands.execute("notebook:run-all-cells");
}

const address = location.search.slice(1);
if (new URLSearchParams(address).get("figure")) open(address);
else document.getElementById("missing").hidden = false;
