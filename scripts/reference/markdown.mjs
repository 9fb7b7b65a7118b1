import { posix } from "node:path";
import { placeOf, subjects, withHeadings } from "./contents.mjs";
import { proseOf } from "./prose.mjs";

/** @import { ReferencePage } from "./contents.mjs" */
/** @import { Entry } from "./entries.mjs" */
/** @import { Member } from "./members.mjs" */

/** @typedef {{ page: ReferencePage, name: string }} Place */

/** @typedef {(name: string, from: ReferencePage) => string | undefined} LinkTo */

/**
 * The places of all names and, for those that have headings, of their members as "Tensor.reshape".
 * @param {readonly Entry[]} entries
 * @returns {Map<string, Place>}
 */
export function placesOf(entries) {
  // Of a name that two packages have, the first counts: reversed, it is set last.
  return new Map(
    entries.toReversed().flatMap(({ name, file, members }) => {
      const { page } = placeOf(file);
      const inside = withHeadings.has(name) ? members.map((member) => `${name}.${member.name}`) : [];
      return [name, ...inside].map((/** @type {string} */ one) => [one, { page, name: one }]);
    }),
  );
}

/**
 * The Markdown of a page.
 * @param {ReferencePage} page
 * @param {readonly Entry[]} entries all
 * @param {number} position in the sidebar
 */
export function pageText(page, entries, position) {
  const places = placesOf(entries);
  const linkTo = linker(places);
  const own = entriesOf(page, entries);
  const large = own.filter(({ name }) => withHeadings.has(name));
  const small = own.filter(({ name }) => !withHeadings.has(name));
  /** @type {(kind: Entry["kind"], title: string) => string[]} */
  const section = (kind, title) => {
    const some = small.filter((entry) => entry.kind === kind);
    if (some.length === 0) return [];
    return [`## ${title}`, ...some.flatMap((entry) => entryBlocks(entry, own, page, linkTo))];
  };
  const classes = page.path.startsWith("layers/") ? "Layers" : "Classes";
  const blocks = [
    frontMatter(page.title, page.description, position),
    `# ${page.title}`,
    page.description,
    ...(page.book ? [`The book explains them: [formula, examples and exercises](/${page.book}).`] : []),
    ...large.flatMap((entry) => entryBlocks(entry, own, page, linkTo)),
    ...section("class", classes),
    ...section("function", "Functions"),
    ...section("type", "Types"),
  ];
  return `${blocks.join("\n\n")}\n`;
}

/**
 * The page that the reference opens with: all pages with their names.
 * @param {readonly Entry[]} entries
 */
export function indexText(entries) {
  /** @param {ReferencePage} page */
  const block = (page) => {
    const own = entriesOf(page, entries);
    const ordered = [
      ...own.filter(({ kind }) => kind === "class"),
      ...own.filter(({ kind }) => kind === "function"),
    ];
    const names = ordered.map(({ name }) => `[\`${name}\`](${page.path}.md#${name})`);
    return `**[${page.title}](${page.path}.md)**: ${names.join(" ")}`;
  };
  const blocks = subjects.flatMap((subject) => [`## ${subject.title}`, ...subject.pages.map(block)]);
  const title = "Reference";
  const description =
    "Every public class, function and type of the packages layers, data and figures, by subject.";
  const opening = `${description} Names, argument order, defaults and numbers are PyTorch's, in camel case.`;
  return `${[frontMatter(title, description, 0), `# ${title}`, opening, ...blocks].join("\n\n")}\n`;
}

/** @param {ReferencePage} page @param {readonly Entry[]} entries */
function entriesOf(page, entries) {
  return entries
    .map((entry) => ({ entry, ...placeOf(entry.file) }))
    .filter((place) => place.page === page)
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        (a.entry.file < b.entry.file ? -1 : a.entry.file > b.entry.file ? 1 : 0) ||
        a.entry.line - b.entry.line,
    )
    .map(({ entry }) => entry);
}

/**
 * @param {ReadonlyMap<string, Place>} places
 * @returns {LinkTo}
 */
function linker(places) {
  return (name, from) => {
    const place = places.get(name);
    if (place === undefined) return undefined;
    const file = place.page === from ? "" : posix.relative(posix.dirname(from.path), `${place.page.path}.md`);
    return `${file}#${place.name}`;
  };
}

/** @param {string} title @param {string} description @param {number} position */
function frontMatter(title, description, position) {
  return [
    "---",
    `title: ${title}`,
    `description: ${JSON.stringify(description)}`,
    `sidebar_position: ${position}`,
    "---",
  ].join("\n");
}

/**
 * @param {Entry} entry @param {readonly Entry[]} siblings @param {ReferencePage} page @param {LinkTo} linkTo
 * @returns {string[]}
 */
function entryBlocks(entry, siblings, page, linkTo) {
  const { name, kind, signatures, docstring, base, file, line } = entry;
  const own = withHeadings.has(name);
  // A docstring of `init.xavierUniform` calls its neighbour `xavierNormal`.
  const namespace = name.slice(0, name.indexOf(".") + 1);
  /** @param {string} named */
  const link = (named) =>
    named === name ? undefined : (linkTo(namespace + named, page) ?? linkTo(named, page));
  const blocks = [
    `${own ? "##" : "###"} \`${name}\``,
    signature(signatures, `source=${file}:${line}`),
    ...(docstring ? [proseOf(docstring.text, link)] : []),
    ...(docstring?.examples ?? []).map(({ code }) => `\`\`\`ts\n${code}\n\`\`\``),
  ];
  if (kind !== "class") return blocks;
  const model = modelOf(entry, siblings);
  const relations = [
    ...(base ? [`extends [\`${base}\`](${link(base)})`] : []),
    ...(model !== entry
      ? [`has the properties and methods of [\`${model.name}\`](${link(model.name)})`]
      : []),
  ];
  if (relations.length > 0) blocks.push(`\`${name}\` ${relations.join(" and ")}.`);
  return model === entry ? [...blocks, ...memberBlocks(entry, link, own)] : blocks;
}

/** @param {Entry} entry @param {(name: string) => string | undefined} link @param {boolean} headings */
function memberBlocks({ name, members }, link, headings) {
  const isProperty = (/** @type {Member} */ { signatures }) => !signatures[0]?.includes("(");
  const properties = headings ? [] : members.filter(isProperty);
  const blocks = [];
  if (properties.length > 0) blocks.push(signature(properties.flatMap(propertyLines), ""));
  for (const member of members.filter((one) => !properties.includes(one))) {
    if (headings) blocks.push(`### \`${member.name}\``);
    blocks.push(signature(member.signatures, headings ? "" : `id=${name}.${member.name}`));
    if (member.docstring) blocks.push(proseOf(member.docstring.text, link));
  }
  return blocks;
}

/** @param {Member} property */
function propertyLines({ signatures, docstring }) {
  const comment = docstring ? [`// ${docstring.text.replaceAll(/\s+/g, " ")}`] : [];
  return [...comment, ...signatures];
}

/**
 * Of classes with the same members, such as those of one to three dimensions, the one with most to say shows them.
 * @param {Entry} entry @param {readonly Entry[]} siblings
 */
function modelOf(entry, siblings) {
  const members = JSON.stringify(entry.members);
  if (entry.members.length === 0) return entry;
  const [first = entry] = siblings
    .filter(({ kind, members: theirs }) => kind === "class" && JSON.stringify(theirs) === members)
    .sort((a, b) => (b.docstring?.text.length ?? 0) - (a.docstring?.text.length ?? 0));
  return first;
}

/** @param {readonly string[]} lines @param {string} meta */
function signature(lines, meta) {
  return `\`\`\`ts signature${meta && ` ${meta}`}\n${lines.join("\n")}\n\`\`\``;
}
