import { json, type Route } from "../../runtime/web/router.ts"
import type { Doors } from "../doors.ts"
import type { Loop } from "../loop.ts"
import { placeIn } from "./desk-place.ts"
import { fieldsOf, type Seated, wholeOf } from "./desk-sitting.ts"

/**
 * `POST /desk/customers/:id/typing`: tells the customer that a colleague is writing to them at this moment; whether their network shows
 * it. Nothing is kept.
 */
export const deskTypingRoutes = (loop: Loop, doors: Doors, seated: Seated): readonly Route[] => [
  {
    method: "POST",
    path: "/desk/customers/:id/typing",
    answer: seated(async (sitting) => {
      const fields = fieldsOf(sitting)
      const customer = await wholeOf(loop, sitting.call.parameters["id"])
      const to = placeIn(fields, customer)
      return json(200, { shown: await doors.conversations.typing(customer.id, { ...(to && { to }) }) })
    }),
  },
]
