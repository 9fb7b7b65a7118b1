// plugins/drawing.ts writes it.
declare module "@generated/drawing/default/still.json" {
  const still: import("../../plugins/drawing.ts").StillData;
  export default still;
}
