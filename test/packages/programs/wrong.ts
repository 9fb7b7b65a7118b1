// Each line is a mistake that the types must refuse. Were a type to become `any`, the mistake would pass and the
// compiler would complain about the unused directive.
import { batches, camera, decodePng } from "@layerbook/data";
import { show } from "@layerbook/figures";
import { Conv2d, conv2d, crossEntropy, Linear, Sequential, SGD, tensor, zeros } from "@layerbook/layers";

const x = tensor([1, 2, 3]);
const layer = new Conv2d(1, 2, 3);

// @ts-expect-error values are numbers
tensor("1, 2, 3");
// @ts-expect-error there is no such dtype
tensor([1], { dtype: "float16" });
// @ts-expect-error a shape is a list
zeros(3);
// @ts-expect-error the shape is read only
x.shape = [3];
// @ts-expect-error so are its numbers
x.shape[0] = 4;
// @ts-expect-error a tensor has no operators
export const sum = x + x;
// @ts-expect-error an index is a number
x.at("0");
// @ts-expect-error item gives a number
export const text: string = x.item();
// @ts-expect-error the values are a typed array
x.toTypedArray().push(4);
// @ts-expect-error the kernel size is missing
new Conv2d(1, 2);
// @ts-expect-error strides is not an option
new Conv2d(1, 2, 3, { strides: 2 });
// @ts-expect-error there is no such padding
new Conv2d(1, 2, 3, { padding: "full" });
// @ts-expect-error there is no such padding mode
conv2d(x, x, null, { paddingMode: "mirror" });
// @ts-expect-error the weight is missing
conv2d(x);
// @ts-expect-error a layer takes a tensor
layer.forward([[1]]);
// @ts-expect-error and gives one
export const output: number = layer.forward(x);
// @ts-expect-error the sample is a number
layer.trace(x, { sample: "first" });
// @ts-expect-error the sizes are two
new Linear(3);
// @ts-expect-error layers, not functions
new Sequential((input: number) => input);
// @ts-expect-error the learning rate must be given
new SGD(layer.parameters(), {});
// @ts-expect-error the target is missing
crossEntropy(x);
// @ts-expect-error the photograph takes no size
camera(64);
// @ts-expect-error bytes, not a path
decodePng("cat.png");
// @ts-expect-error the batch size must be given
batches(x, {});
// @ts-expect-error there is no such colour scale
show(x, { colorscale: "rainbow" });
