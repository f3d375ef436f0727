// The widget's own part in a notebook: shows the figure as it stands, and asks the kernel for the player that moves it.

export default {
  render({ model, el }) {
    el.addEventListener("keydown", (event) => {  // these keys move sliders here, and not the notebook's cells
      if (/^(Arrow|Page|Home|End)/.test(event.key)) event.stopPropagation();
    });
    el.classList.add("explorable-widget");
    el.innerHTML = model.get("body");
    let shown = false;
    model.on("msg:custom", async (message) => {
      if (shown || !message.player) return;
      shown = true;
      const url = URL.createObjectURL(new Blob([message.player], { type: "text/javascript" }));
      const { show } = await import(url);
      URL.revokeObjectURL(url);
      show(message.style, model, el);
    });
    model.send({ wants: "player" });
  },
};
