// The one place that says which chat the shop uses.
export { StandInChat as Chat } from "./stand-in-chat.tsx"
