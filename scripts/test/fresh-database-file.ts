import { makeFresh } from "./make-fresh";
import { ValuesOfFile } from "./values-of-file";

makeFresh((before) => new ValuesOfFile(before));
