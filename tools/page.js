// What tools.browser asks of a page with JupyterLab: each question is one round trip.

window.sgdPage = (() => {
  const PATIENCE = 120_000; // milliseconds
  const sent = new Map(); // requests that the kernel has not dealt with: what they are, by number

  // Follow the kernel of the open notebook; a kernel that restarts answers nothing of what it was asked before.
  function follow() {
    sent.clear();
    const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
    kernel.anyMessage.connect((_, { msg, direction }) => {
      if (direction === "send" && msg.channel === "shell") sent.set(msg.header.msg_id, msg.header.msg_type);
    });
    kernel.iopubMessage.connect((_, { header, content, parent_header: parent }) => {
      if (header.msg_type === "status" && content.execution_state === "idle") sent.delete(parent.msg_id);
    });
    kernel.statusChanged.connect((_, status) => {
      if (status.includes("restarting")) sent.clear();
    });
  }

  // Close the notebook and its kernel; what is not saved is lost.
  async function leave() {
    const notebook = jupyterapp.shell.currentWidget;
    await notebook.sessionContext.shutdown();
    notebook.context.model.dirty = false;
    notebook.dispose();
  }

  const frame = () => new Promise(requestAnimationFrame);

  // Nothing is under way: the page has told its sizes, the kernel has dealt with all it was told, and what it said is drawn.
  async function settle() {
    const end = performance.now() + PATIENCE;
    do {
      await frame().then(frame);
      if (performance.now() > end) throw new Error(`still under way: ${[...sent.values()]}`);
    } while (sent.size);
  }

  function controls(root) {
    const said = {};
    for (const line of root.querySelectorAll(".widget-inline-hbox")) {
      const [menu, box] = [line.querySelector("select"), line.querySelector("input[type=checkbox]")];
      const readout = line.querySelector(".widget-readout");
      if (box) said[box.parentElement.textContent.trim()] = box.checked;
      else if (menu) said[line.querySelector(".widget-label").textContent] = menu.selectedIndex;
      else if (readout) said[line.querySelector(".widget-label").textContent] = readout.textContent;
    }
    return said;
  }

  // What a figure shows, once it has settled.
  async function look(root) {
    await settle();
    const [stage, canvas] = [root.querySelector(".sgd-stage"), root.querySelector(".sgd-stage canvas")];
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", data));
    return {
      size: { width: stage.clientWidth, ratio: devicePixelRatio },
      words: root.querySelector(".sgd-picture figcaption").textContent,
      label: canvas.getAttribute("aria-label"),
      controls: controls(root),
      digest: [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
    };
  }

  return { follow, leave, settle, look };
})();
