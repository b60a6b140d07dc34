// Buttons that copy the line of Python under the figure's picture and, where the page is one of the course's web site, which
// says so, a link that opens the figure as it stands. They act in the browser, in the click itself: browsers let a page write
// to the clipboard only then. Where there is no clipboard (a page neither local nor https), the line is shown, selected, to be
// copied by hand. A file that the kernel cannot put where the reader finds it is downloaded.

function render({ model, el }) {
  const line = document.createElement("input");
  line.readOnly = true;
  line.hidden = true;
  el.classList.add("sgd-copy");

  // A button that copies what `told` promises.
  function copier(label, title, about, told) {
    const button = document.createElement("button");
    button.className = "lm-Widget jupyter-widgets jupyter-button widget-button";
    button.title = title;
    button.textContent = label;
    button.addEventListener("click", async () => {
      const text = told();
      const sent = write(text);
      line.setAttribute("aria-label", about);
      line.value = await text;
      line.hidden = false;
      line.focus();
      line.select();
      button.textContent = (await sent) || document.execCommand("copy") ? "copied" : "press Ctrl+C";
      const back = () => {
        line.hidden = true;
        button.textContent = label;
      };
      // Not while a button is pressed, which would move away under the pointer.
      const leave = () =>
        document.querySelector(":active") ? document.addEventListener("click", back, { once: true }) : back();
      line.addEventListener("blur", leave, { once: true });
    });
    el.append(button);
  }

  copier(
    "copy settings",
    "copy the line of Python that makes this figure as it stands",
    "the settings",
    async () => el.closest(".sgd-app").querySelector(".sgd-picture").dataset.cell,
  );
  const site = document.documentElement.dataset.sgdFigure;
  if (site) {
    const asked = () =>
      new Promise((resolve) => {
        const answered = ({ link }) => {
          model.off("msg:custom", answered);
          resolve(`${site}?${link}`);
        };
        model.on("msg:custom", answered);
        model.send({ link: true });
      });
    copier("copy link", "copy a link that opens this figure as it stands", "the link", asked);
  }
  el.append(line);

  const saved = ({ file }, [data]) => file && download(file, data);
  model.on("msg:custom", saved);
  return () => model.off("msg:custom", saved);
}

function download(name, data) {
  const address = URL.createObjectURL(new Blob([data]));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000); // the browser has it by then
}

// Write the text that is promised to the clipboard; whether that was allowed.
async function write(text) {
  try {
    const plain = text.then((words) => new Blob([words], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain })]);
    return true;
  } catch {
    return false;
  }
}

export default { render };
