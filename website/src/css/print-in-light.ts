// Paper is white: a page that is read dark is printed in its light colours.
if (typeof window !== "undefined") {
  const { dataset } = document.documentElement;
  let read: string | undefined;
  window.addEventListener("beforeprint", () => {
    read = dataset.theme;
    dataset.theme = "light";
  });
  window.addEventListener("afterprint", () => {
    dataset.theme = read;
  });
}
