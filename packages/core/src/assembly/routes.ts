import type { Route, RouteGroup } from "../runtime/web/router.ts"
import type { Doors } from "./doors.ts"
import { openKeys } from "./ingest/write-key.ts"
import { later } from "./later.ts"
import type { Loop } from "./loop.ts"
import type { EscuchaOptions } from "./options.ts"
import { checkedDesk } from "./routes/desk-options.ts"
import { keepArrived } from "./media/arrived.ts"
import { type HookTools, hookRoutes } from "./routes/hooks.ts"
import type { Declared } from "./services/declared.ts"

const group = (under: readonly string[], load: () => Promise<readonly Route[]>): RouteGroup => ({
  under,
  load: later(load),
})

/** Ingest, where the application lets programs and pages send events. */
const ingestGroup = (loop: Loop, declared: Declared, ingest: EscuchaOptions["ingest"]): readonly RouteGroup[] => {
  if (!ingest) return []
  openKeys(ingest, loop.setting.sources) // what cannot work is said now, not at the first event
  return [
    group(["/v1/", "/api/", "/batch"], async () => {
      const { ingestRoutes } = await import("./ingest/verbs.ts")
      return ingestRoutes(loop, declared, ingest)
    }),
  ]
}

/** The page of a customer, where a channel is a web chat. */
const clientGroup = (loop: Loop): readonly RouteGroup[] =>
  Object.values(loop.setting.channels).some(({ web }) => web)
    ? [group(["/client/"], async () => (await import("./routes/client.ts")).clientRoutes(loop))]
    : []

/** The link of a double opt-in, where one can have been sent. */
const consentGroup = (loop: Loop): readonly RouteGroup[] =>
  loop.setting.secret !== undefined && loop.setting.consent.publicUrl !== undefined
    ? [group(["/c/"], async () => (await import("./routes/consent.ts")).consentRoutes(loop))]
    : []

/** The link under what we start by mail, where one can have been sent. */
const unsubscribeGroup = (loop: Loop): readonly RouteGroup[] =>
  loop.setting.secret !== undefined && loop.setting.consent.publicUrl !== undefined
    ? [group(["/u/"], async () => (await import("./routes/unsubscribe.ts")).unsubscribeRoutes(loop))]
    : []

/** Surveys as pages, where a link to one can have been sent. */
const surveyGroup = (loop: Loop, doors: Doors): readonly RouteGroup[] =>
  loop.setting.secret !== undefined && loop.setting.consent.publicUrl !== undefined
    ? [group(["/s/"], async () => (await import("./survey-page/routes.ts")).surveyRoutes(loop, doors))]
    : []

/** Files, for whoever has a link to one. */
const mediaGroup = (loop: Loop): readonly RouteGroup[] => {
  const { files } = loop
  return files ? [group(["/media/"], async () => (await import("./media/routes.ts")).mediaRoutes(loop, files))] : []
}

/** What webhooks need beside the loop. */
const hookTools = ({ keysAt, files }: Loop): HookTools => ({
  ...(keysAt && { keysAt }),
  ...(files?.canKeep && { keep: (...given) => keepArrived(files, ...given) }),
})

/** The desk, where it is open. */
const deskGroup = (
  loop: Loop,
  declared: Declared,
  doors: Doors,
  desk: EscuchaOptions["desk"],
): readonly RouteGroup[] => {
  if (!desk) return []
  const checked = checkedDesk(desk, loop.setting.channels)
  return [group(["/desk/"], async () => (await import("./routes/desk.ts")).deskRoutes(loop, doors, declared, checked))]
}

/**
 * What a house answers to requests: webhooks at once, the rest when it is first called. Throws `ConfigurationError`, which names the
 * option that cannot work.
 */
export const routesOf = (
  loop: Loop,
  declared: Declared,
  doors: Doors,
  { ingest, desk }: Pick<EscuchaOptions, "ingest" | "desk">,
): readonly (Route | RouteGroup)[] => [
  ...hookRoutes(loop, hookTools(loop)),
  ...mediaGroup(loop),
  ...ingestGroup(loop, declared, ingest),
  ...clientGroup(loop),
  ...consentGroup(loop),
  ...unsubscribeGroup(loop),
  ...surveyGroup(loop, doors),
  ...deskGroup(loop, declared, doors, desk),
]
