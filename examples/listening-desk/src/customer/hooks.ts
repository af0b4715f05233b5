import { createClient } from "@escucha/core/client"
import { createHooks } from "@escucha/react"
import type { DeskApp } from "../server/app.ts"

/** Hooks that know the application behind the desk: its surveys, their questions and what may be answered. */
export const { Provider, useConversation, useSurvey } = createHooks(createClient<DeskApp>())
