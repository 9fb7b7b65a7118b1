/**
 * Asks the person at the notebook for a line of text and resolves to it: `const name = await input("Your name? ");`
 * Questions come one after the other. Rejects when nobody can be asked, as when a notebook is run without one, and when the
 * cell ends before the answer.
 * @param prompt what is shown before the answer
 * @param options `password` hides what is typed
 */
declare function input(prompt?: string, options?: { readonly password?: boolean }): Promise<string>;
