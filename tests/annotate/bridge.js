// Stands in for the notebook: a model whose messages go straight to Python and back.
globalThis.mount = (name, height) => {
  const calls = new Set();
  const model = {
    get: (key) => ({ height })[key],
    on: (_event, call) => calls.add(call),
    off: (_event, call) => calls.delete(call),
    send: (message) => globalThis.lost || toPython(name, JSON.stringify(message)).then((answers) => deliver(answers)),
  };
  const deliver = (answers) => {
    for (const { message, buffers } of JSON.parse(answers)) {
      const views = buffers.map((one) => new DataView(Uint8Array.from(atob(one), (c) => c.charCodeAt(0)).buffer));
      for (const call of [...calls]) call(message, views);
    }
  };
  const el = document.createElement("div");
  document.getElementById("main").append(el);
  const end = render({ model, el });
  globalThis.desks ??= {};
  globalThis.desks[name] = { el, deliver, calls, end: () => { end(); el.remove(); } };
};
