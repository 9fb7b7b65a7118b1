/**
 * Holds each package to `public-names.ts` by the type checker; nothing here runs. An error in this file means that a
 * package and the list of public names differ: it names what is missing, unknown, too early or of another type.
 */
import type * as data from "@layerbook/data";
import type * as figures from "@layerbook/figures";
import type * as layers from "@layerbook/layers";
import type {
  BatchNormTrace,
  ConvolutionTrace,
  Data,
  DataWaiting,
  Figures,
  FiguresWaiting,
  Layers,
  LayersWaiting,
  LinearTrace,
  ModuleMembers,
  TensorMembers,
} from "./public-names.ts";

/** Compiles only where `Actual` can stand wherever `Expected` is asked for. */
type Satisfies<Expected, Actual extends Expected> = Actual;
/** Compiles only where nothing is left over. */
type Nothing<Rest extends never> = Rest;

export type LayersAreThere = Satisfies<Omit<Layers, LayersWaiting>, typeof layers>;
export type LayersUnknown = Nothing<Exclude<keyof typeof layers, keyof Layers>>;
export type LayersEarly = Nothing<Extract<keyof typeof layers, LayersWaiting>>;
export type LayersWaitInVain = Nothing<Exclude<LayersWaiting, keyof Layers>>;

export type DataAreThere = Satisfies<Omit<Data, DataWaiting>, typeof data>;
export type DataUnknown = Nothing<Exclude<keyof typeof data, keyof Data>>;
export type DataEarly = Nothing<Extract<keyof typeof data, DataWaiting>>;
export type DataWaitInVain = Nothing<Exclude<DataWaiting, keyof Data>>;

export type FiguresAreThere = Satisfies<Omit<Figures, FiguresWaiting>, typeof figures>;
export type FiguresUnknown = Nothing<Exclude<keyof typeof figures, keyof Figures>>;
export type FiguresEarly = Nothing<Extract<keyof typeof figures, FiguresWaiting>>;
export type FiguresWaitInVain = Nothing<Exclude<FiguresWaiting, keyof Figures>>;

export type TensorHasItsMembers = Satisfies<TensorMembers, layers.Tensor>;
export type ModuleHasItsMembers = Satisfies<ModuleMembers, layers.Module>;
export type TraceHasItsMembers = Satisfies<ConvolutionTrace, layers.ConvolutionTrace>;
export type LinearTraceHasItsMembers = Satisfies<LinearTrace, layers.LinearTrace>;
export type BatchNormTraceHasItsMembers = Satisfies<BatchNormTrace, layers.BatchNormTrace>;
