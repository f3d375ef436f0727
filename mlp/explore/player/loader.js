// The widget's own part in a notebook: asks the kernel for the player, and shows the figure with it.

export default {
  render({ model, el }) {
    el.addEventListener("keydown", (event) => {  // these keys move sliders here, and not the notebook's cells
      if (/^(Arrow|Page|Home|End)/.test(event.key)) event.stopPropagation();
    });
    model.on("msg:custom", async (message) => {
      if (el.firstChild || !message.player) return;
      const url = URL.createObjectURL(new Blob([message.player], { type: "text/javascript" }));
      const { show } = await import(url);
      URL.revokeObjectURL(url);
      if (!el.firstChild) show(message, model, el);
    });
    model.send({ wants: "player" });
  },
};
