// Events are taken by houses that programs and pages send them to: what that needs is loaded together, at the first of them.
export { createIntake } from "./intake.ts"
export { ingestRoutes } from "./routes.ts"
