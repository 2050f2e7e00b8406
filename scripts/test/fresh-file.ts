import { makeFresh } from "./make-fresh";

makeFresh();
