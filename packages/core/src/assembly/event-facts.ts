import type { StandardSchemaV1 } from "@standard-schema/spec"
import type { EventFigures, PropertySum } from "../profile/event.ts"
import type { App } from "./app.ts"

type NumbersOf<Output> = unknown extends Output
  ? string
  : {
      [Name in keyof Output & string]-?: NonNullable<Output[Name]> extends number ? Name : never
    }[keyof Output & string]

/** What is known of an event whose properties are these: its numbers are summed, each under its name. */
type FiguresOf<Output> = Omit<EventFigures, "sums"> & {
  readonly sums: { readonly [Property in NumbersOf<Output>]?: PropertySum }
}

/** What customers did, by the names of the declared events; absent before the first time. */
export type EventsOf<A extends App> = {
  readonly [Event in keyof A["events"] & string]?: FiguresOf<StandardSchemaV1.InferOutput<A["events"][Event]>>
}
