import { createClient } from "@escucha/core/client"
import { createHooks } from "@escucha/react"
import type { escucha } from "../escucha.ts"

/** Hooks that know this application: its surveys, their questions and what may be answered. */
export const { Provider, useConversation, useSurvey } = createHooks(
  createClient<typeof escucha>({ baseUrl: "/escucha" }),
)
