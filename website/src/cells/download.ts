/** Has the browser save a text as a file. */
export function download(name: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken the file over by then, and a page left open for days keeps nothing.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
