// The door @escucha/core/survey-render: how a question is put in a chat, a text message or a call, and how its answer is read. Pure.
export { endsOf, prompt } from "./survey/prompt.ts"
export type { Prompt } from "./survey/prompt.ts"
export { parseReply } from "./survey/reply.ts"
export { fieldNames, partOf } from "./survey/parts.ts"
export type { Part, Taken } from "./survey/parts.ts"
