import { type Decide, facts } from "./setting.ts"

const reject: Decide<"reject-event"> = ({ rejection }) => facts([{ kind: "event-rejected", data: rejection }])

const replayed: Decide<"replayed-event"> = ({ of }) => facts([{ kind: "event-replayed", data: { of } }])

/** How it is decided what becomes of events that could not be taken. */
export const ingesting = { "reject-event": reject, "replayed-event": replayed }
