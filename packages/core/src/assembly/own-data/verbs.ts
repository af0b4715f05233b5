// What people may ask of us about their own data is asked seldom: these are loaded together, when the first of them is.
export { loopAsOf } from "./as-of.ts"
export { eraseCustomer, erasureOf, erasures } from "./erase.ts"
export { exportFiles } from "./export.ts"
export { importCustomer } from "./import.ts"
