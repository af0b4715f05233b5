import type { Allowed } from "./words.ts"

/** The files that may hold a clock, a timer or chance, each with its reason. The list is short on purpose. */
export const allowed: Allowed = {
  "packages/core/src/kernel/clock.ts": "this is the clock that everything else takes as an argument",
  "packages/core/src/kernel/random.ts": "this is the chance that everything else takes as an argument",
  "packages/core/src/client/browser.ts":
    "the browser itself, as the client takes it: clock, timers and ids; a test gives its own",
  "packages/react/src/chat-presence.tsx": "nobody says when somebody stops writing: the page forgets it after a moment",
  "packages/react/src/trigger-session.ts": "a visit is drawn once; a test gives its own chance",
  "packages/react/src/trigger-watch.ts": "a page says when somebody has been there for so long",
  "packages/core/src/testing/clock.ts": "the clock of tests lets promises settle; its time is the test's",
  "packages/core/src/runtime/turn.ts":
    "one event-loop turn collects what arrived together; who was overtaken twice steps back for some milliseconds",
  "packages/core/src/runtime/move.ts": "between a thousand records and the next, everything else has its turn",
  "packages/core/src/runtime/transport.ts": "at the rim: says when a provider's answer without a date came",
  "packages/adapters/src/smpp/line.ts": "a line to a message centre that broke is taken up again after a pause",
  "packages/adapters/src/xmpp/line.ts":
    "a line of XMPP that broke is taken up again after a pause; a silent server is left",
  "packages/adapters/src/xmpp/taking.ts": "a message for which there is no room is tried again after a pause",
  "packages/adapters/src/postgres/writer.ts":
    "a commit whose answer was lost is looked for after growing pauses, for so long; marks of writers get old",
  "packages/adapters/src/postgres/ears.ts":
    "a connection that was lost is sought again after a pause, spread by chance",
  "packages/adapters/src/postgres/named-leases.ts":
    "a lease ends by a time that nobody sets, and those who wait for one do not all look at the same moment",
  "packages/adapters/src/postgres/rounds.ts":
    "looks for what nobody told, once in a while, whatever time the house goes by",
  "packages/adapters/src/postgres/dedicated.ts":
    "a connection that only listens is asked once in a while whether it is there",
  "packages/adapters/src/mail/mailbox.ts": "a line of IMAP that broke is taken up again after a pause",
}
