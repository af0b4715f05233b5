// The models of what customers are worth are for those who say what a purchase is: they are loaded together, when the first is asked.
export { fitValue } from "./fit.ts"
export { valueList } from "./list.ts"
export { valueThen } from "./view.ts"
