// plotly.js has types for the whole of it only.

declare module "plotly.js/lib/core" {
  const plotly: {
    register(modules: readonly object[]): void;
    react(element: HTMLElement, data: readonly object[], layout: object, config: object): Promise<unknown>;
    addFrames(element: HTMLElement, frames: readonly object[]): Promise<unknown>;
    animate(element: HTMLElement, ...args: readonly unknown[]): Promise<unknown>;
    purge(element: HTMLElement): void;
  };
  export default plotly;
}
declare module "plotly.js/lib/bar" {
  const module: object;
  export default module;
}
declare module "plotly.js/lib/box" {
  const module: object;
  export default module;
}
declare module "plotly.js/lib/heatmap" {
  const module: object;
  export default module;
}
declare module "plotly.js/lib/image" {
  const module: object;
  export default module;
}
