import type { ClientConversation, ClientMessage, ClientSession } from "@escucha/core"

/** The little that the stand-in chat needs of `/client/*`. */
export interface StandInClient {
  readonly messages: () => Promise<readonly ClientMessage[]>
  readonly send: (id: string, text: string) => Promise<void>
}

const post = async <Body>(path: string, body: unknown, token?: string): Promise<Body> => {
  const response = await fetch(path, {
    method: body === null ? "GET" : "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === null ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new DOMException(`${path} answered ${response.status}`, "NetworkError")
  return (await response.json()) as Body // the same server's own routes answer with the types they share with this page
}

/** A client for one visitor of this tab. */
export const createStandInClient = (): StandInClient => {
  let session: Promise<ClientSession> | null = null
  const token = async () => (await (session ??= post<ClientSession>("/client/session", {}))).token
  return {
    messages: async () => (await post<ClientConversation>("/client/conversation", null, await token())).messages,
    send: async (id, text) => {
      await post("/client/messages", { id, text }, await token())
    },
  }
}
