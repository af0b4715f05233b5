import { json, type Route } from "../../runtime/web/router.ts"
import type { Health } from "../health.ts"

/**
 * `GET /healthz`: this process is alive, and asks nobody. `GET /readyz`: whether it can take work, 503 with the reasons where it cannot;
 * a word each, nothing that has to be kept from anybody.
 */
export const healthRoutes = (health: () => Promise<Health>): readonly Route[] => [
  { method: "GET", path: "/healthz", always: true, answer: async () => json(200, { alive: true }) },
  {
    method: "GET",
    path: "/readyz",
    always: true,
    answer: async () => {
      const { ready, reasons, notices } = await health()
      return json(ready ? 200 : 503, { ready, reasons, notices }, ready ? {} : { "retry-after": "5" })
    },
  },
]
