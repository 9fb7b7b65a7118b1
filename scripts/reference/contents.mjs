/**
 * @typedef {object} ReferencePage
 * @property {string} path below /reference/, and the file without its ending
 * @property {string} title
 * @property {string} description
 * @property {string} [book] the book's page on the same subject
 * @property {readonly string[]} sources the folders and files below packages/ whose names are on it, in its order; a longer one wins
 */

/** @typedef {{ folder: string, title: string, pages: readonly ReferencePage[] }} Subject */

/** Names whose members have headings of their own, so that the search finds them. */
export const withHeadings = new Set(["Tensor", "Module"]);

/**
 * The reference's pages, by subject, in the order of the sidebar. A name is on the page of the file that declares it.
 * @type {readonly Subject[]}
 */
export const subjects = [
  {
    folder: "tensors",
    title: "Tensors",
    pages: [
      {
        path: "tensors/tensor",
        title: "Tensor",
        description: "The class Tensor with all its methods, and the types of shapes, values and options.",
        sources: ["layers/src"],
      },
      {
        path: "tensors/creation",
        title: "Making tensors",
        description: "Tensors from values, ranges and random numbers, and the seed that repeats them.",
        sources: ["layers/src/creation.ts", "layers/src/drawing.ts", "layers/src/random.ts"],
      },
      {
        path: "tensors/operations",
        title: "Operations on several tensors",
        description: "Tensors joined, stacked, chosen between and compared.",
        sources: ["layers/src/operations/combining.ts", "layers/src/closeness.ts"],
      },
      {
        path: "tensors/gradients",
        title: "Gradients",
        description: "Computing without gradients, and checking gradients against differences.",
        sources: ["layers/src/autograd.ts", "layers/src/gradcheck.ts"],
      },
      {
        path: "tensors/errors",
        title: "Errors",
        description: "What is thrown for shapes, values and files that do not fit.",
        sources: ["layers/src/errors.ts"],
      },
    ],
  },
  {
    folder: "layers",
    title: "Layers",
    pages: [
      {
        path: "layers/module",
        title: "Modules and containers",
        description: "The class that every layer extends, parameters, and modules made of others.",
        sources: [
          "layers/src/module.ts",
          "layers/src/parameter.ts",
          "layers/src/layers/containers.ts",
          "layers/src/forward.ts",
        ],
      },
      {
        path: "layers/linear",
        title: "Linear layers",
        description: "Linear and bilinear maps of features.",
        book: "layers/linear",
        sources: ["layers/src/layers/linear/linear.ts", "layers/src/layers/linear"],
      },
      {
        path: "layers/convolution",
        title: "Convolution layers",
        description: "Convolutions and transposed convolutions in one to three dimensions.",
        book: "layers/convolution",
        sources: [
          "layers/src/layers/convolution/layer.ts",
          "layers/src/layers/convolution/transposed-layer.ts",
          "layers/src/layers/convolution/convolve.ts",
          "layers/src/layers/convolution",
        ],
      },
      {
        path: "layers/pooling",
        title: "Pooling layers",
        description: "Windows reduced to their maximum, average or norm, adaptive ones, and maxima put back.",
        book: "layers/pooling",
        sources: [
          "layers/src/layers/pooling/max.ts",
          "layers/src/layers/pooling/average.ts",
          "layers/src/layers/pooling/adaptive.ts",
          "layers/src/layers/pooling/lp.ts",
          "layers/src/layers/pooling",
        ],
      },
      {
        path: "layers/normalisation",
        title: "Normalisation layers",
        description: "Normalisation over the batch, a layer, groups of channels and single channels.",
        book: "layers/batchnorm",
        sources: ["layers/src/layers/batchnorm"],
      },
      {
        path: "layers/activations",
        title: "Activations",
        description: "Rectifiers, smooth and hard activations, softmax: as layers and as functions.",
        sources: [
          "layers/src/operations/elementwise.ts",
          "layers/src/operations/softmax.ts",
          "layers/src/layers/activations/rectifiers.ts",
          "layers/src/layers/activations",
        ],
      },
      {
        path: "layers/dropout",
        title: "Dropout layers",
        description: "Numbers and whole channels set to zero at random while a network learns.",
        book: "layers/dropout",
        sources: ["layers/src/layers/dropout/dropout.ts", "layers/src/layers/dropout"],
      },
      {
        path: "layers/embedding",
        title: "Embedding",
        description: "A learnt vector for each of a number of things.",
        sources: ["layers/src/layers/embedding.ts"],
      },
      {
        path: "layers/rnn",
        title: "RNN",
        description: "Plain recurrent nets, their cells and the steps of their computation.",
        book: "layers/rnn",
        sources: ["layers/src/layers/rnn/layer.ts", "layers/src/layers/rnn"],
      },
      {
        path: "layers/gru",
        title: "GRU",
        description: "Gated recurrent units, their cells and the steps of their computation.",
        book: "layers/gru",
        sources: ["layers/src/layers/gru/layer.ts", "layers/src/layers/gru"],
      },
      {
        path: "layers/lstm",
        title: "LSTM",
        description: "Long short-term memory, its cells and the steps of its computation.",
        book: "layers/lstm",
        sources: ["layers/src/layers/lstm/layer.ts", "layers/src/layers/lstm"],
      },
      {
        path: "layers/recurrent",
        title: "Recurrent layers in common",
        description: "What RNN, GRU and LSTM share, and their weights to and from ONNX and Keras.",
        sources: ["layers/src/layers/recurrent"],
      },
    ],
  },
  {
    folder: "training",
    title: "Training",
    pages: [
      {
        path: "training/losses",
        title: "Losses",
        description: "What training makes small: losses of numbers, classes, probabilities and distances.",
        sources: [
          "layers/src/losses/classes.ts",
          "layers/src/losses/numbers.ts",
          "layers/src/losses/probabilities.ts",
          "layers/src/losses",
        ],
      },
      {
        path: "training/optimizers",
        title: "Optimizers",
        description: "Gradient descent and its kin, and gradients clipped.",
        sources: [
          "layers/src/optimizers/sgd.ts",
          "layers/src/optimizers/adam.ts",
          "layers/src/optimizers/adamw.ts",
          "layers/src/optimizers",
        ],
      },
      {
        path: "training/schedulers",
        title: "Schedules of the learning rate",
        description: "Learning rates that follow steps, powers, cosines and one cycle.",
        sources: ["layers/src/schedulers"],
      },
      {
        path: "training/initialisation",
        title: "Initialisation",
        description: "Initial values of weights, by name: constant, drawn, orthogonal.",
        sources: ["layers/src/initial"],
      },
    ],
  },
  {
    folder: "files",
    title: "Files and data",
    pages: [
      {
        path: "files/weights",
        title: "Files",
        description: "Weights as safetensors, arrays as NumPy's npy and npz: read and written.",
        sources: ["layers/src/files/load.ts", "layers/src/files"],
      },
      {
        path: "files/data",
        title: "Data",
        description: "Photographs, handwritten digits and prose as tensors, PNG files, batches.",
        sources: ["data/src"],
      },
    ],
  },
  {
    folder: "figures",
    title: "Figures",
    pages: [
      {
        path: "figures/tensors",
        title: "Figures of tensors and models",
        description: "Tensors, images, feature maps and models drawn, described and compared.",
        sources: [
          "figures/src/show.ts",
          "figures/src/bundle.ts",
          "figures/src/feature-maps.ts",
          "figures/src/compare.ts",
          "figures/src/histogram.ts",
          "figures/src",
        ],
      },
      {
        path: "figures/diagrams",
        title: "Diagrams of networks",
        description:
          "Layers as neurons and lines, recurrent nets step beside step, and their cells as boxes and wires.",
        sources: [
          "figures/src/layer-diagram.ts",
          "figures/src/thinned-network.ts",
          "figures/src/unrolled-network.ts",
          "figures/src/cell-diagram.ts",
        ],
      },
      {
        path: "figures/training",
        title: "Figures of training",
        description: "Loss curves that grow, progress of loops, confusion matrices.",
        sources: [
          "figures/src/loss-curve.ts",
          "figures/src/progress.ts",
          "figures/src/confusion-matrix.ts",
          "figures/src/run.ts",
        ],
      },
      {
        path: "figures/experiments",
        title: "Figures with a slider",
        description: "Layers run over a list of values, one after the other, to see what a number does.",
        sources: [
          "figures/src/decision-line.ts",
          "figures/src/receptive-field.ts",
          "figures/src/pooling-shift.ts",
          "figures/src/sample-shift.ts",
          "figures/src/dropout-average.ts",
          "figures/src/gradient-through-time.ts",
          "figures/src/gate-blend.ts",
          "figures/src/forget-bias.ts",
        ],
      },
    ],
  },
];

/** @type {readonly ReferencePage[]} */
export const pages = subjects.flatMap((subject) => subject.pages);

/**
 * The page that a file's names are on, and the file's place on it.
 * @param {string} file from the repository's folder
 * @returns {{ page: ReferencePage, rank: number }}
 */
export function placeOf(file) {
  const found = pages
    .flatMap((page) => page.sources.map((source, rank) => ({ page, rank, source: `packages/${source}` })))
    .filter(({ source }) => file === source || file.startsWith(`${source}/`))
    .sort((a, b) => b.source.length - a.source.length)[0];
  if (!found) throw new Error(`No page of the reference has the names of ${file}: add it to contents.mjs`);
  return found;
}
