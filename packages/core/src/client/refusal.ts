import type { ClientProblem } from "./problem.ts"

const refusal = /^(invalid|too-large|unknown|conflict)$/

/** Whether the server said no to this very request, so that sending it again would change nothing. Anything else may pass. */
export const isRefusal = ({ reason }: ClientProblem): boolean => refusal.test(reason)
