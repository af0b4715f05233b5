import { json, type Route } from "../../runtime/web/router.ts"
import type { ChannelView } from "../doors/channels.ts"
import type { Doors } from "../doors.ts"
import type { Loop } from "../loop.ts"
import { type DeskOptions, type DeskTemplate, placesOf } from "./desk-options.ts"
import type { Seated } from "./desk-sitting.ts"

/** How a channel does, and the approved messages among which a colleague chooses there. */
export interface DeskChannel extends ChannelView {
  readonly templates: readonly (DeskTemplate & { readonly places: readonly string[] })[]
}

/** `GET /desk/channels`: every channel of the house, and how large a file may be that the desk sends. */
export interface DeskChannels {
  readonly items: readonly DeskChannel[]
  /** Null, where the house keeps no files. */
  readonly files: { readonly maxBytes: number } | null
}

/** `GET /desk/channels`. */
export const deskChannelRoutes = (
  loop: Loop,
  doors: Doors,
  { templates = [] }: Pick<DeskOptions, "templates">,
  seated: Seated,
): readonly Route[] => [
  {
    method: "GET",
    path: "/desk/channels",
    answer: seated(async () => {
      const views = await doors.channels.list()
      const items = views.map((view): DeskChannel => ({
        ...view,
        templates: templates
          .filter(({ channel }) => channel === view.name)
          .map((template) => ({ ...template, places: placesOf(template) })),
      }))
      const { files } = loop
      return json(200, {
        items,
        files: files?.canKeep ? { maxBytes: files.setting.maxBytes } : null,
      } satisfies DeskChannels)
    }),
  },
]
