/** Code is highlighted at the build and, where edited, by the editor's own highlighter: no languages for another one. */
export default function prismIncludeLanguages(): void {}
