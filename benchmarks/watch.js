// Runs in the page. find: the picture or text of each route. changed(route): a promise of its next one, as milliseconds from the
// key press until the frame that shows it was painted. drag(handle, route, seconds): of the milliseconds between its pictures.
() => {
    window.find = {
        figure: () => document.querySelector(".sgd-stage"),
        interact: () => document.querySelector(".widget-interact .jp-OutputArea-output img"),
        floor: () => document.querySelector(".floor-text"),
    };
    const sign = { figure: e => e.dataset.number, interact: e => e.src, floor: e => e.textContent };
    window.pressed = 0;
    window.addEventListener("keydown", () => { window.pressed = performance.now(); }, true);
    window.changed = route => new Promise(done => {
        const before = find[route]() && sign[route](find[route]());
        const look = async () => {
            const now = find[route]();
            if (!now || sign[route](now) === before) return;
            observer.disconnect();
            if (now.complete === false) await new Promise(loaded => now.addEventListener("load", loaded));
            const after = new MessageChannel(); // its message comes once the frame has been painted
            after.port1.onmessage = () => done(performance.now() - window.pressed);
            requestAnimationFrame(() => after.port2.postMessage(null));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    });
    window.drag = (handle, route, seconds) => new Promise(done => {
        const track = handle.closest(".noUi-base").getBoundingClientRect();
        const at = x => ({ clientX: track.left + x * track.width, clientY: track.top + 2, buttons: 1, bubbles: true });
        const start = performance.now();
        let last = find[route]() && sign[route](find[route]());
        const shown = [];
        const page = document.documentElement, own = handle.getBoundingClientRect();
        const held = (own.left + own.width / 2 - track.left) / track.width;
        handle.querySelector(".noUi-touch-area").dispatchEvent(new MouseEvent("mousedown", at(held)));
        const frame = () => {
            const time = (performance.now() - start) / 1000, now = find[route]();
            if (now && sign[route](now) !== last) {
                last = sign[route](now);
                shown.push(1000 * time);
            }
            if (time > seconds) {
                page.dispatchEvent(new MouseEvent("mouseup", at(0.2)));
                done(shown.slice(1).map((time, number) => time - shown[number]));
                return;
            }
            const triangle = Math.abs((time / 2) % 2 - 1);
            page.dispatchEvent(new MouseEvent("mousemove", at(0.1 + 0.8 * triangle)));
            requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
    });
}
