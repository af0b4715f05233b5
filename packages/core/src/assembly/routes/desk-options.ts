import { ConfigurationError } from "../../kernel/errors.ts"

/** Who may sit at the desk until roles are configured: whoever has the token. */
export interface DeskOptions {
  /** At least 16 characters; it opens the desk. */
  readonly token: string
  /** The name under which answers leave when the colleague gives none. */
  readonly user?: string
}

const shortestToken = 16

/** Checks what the application says of its desk. Throws `ConfigurationError`, which names the option. */
export const checkedDesk = (desk: DeskOptions): DeskOptions => {
  if (desk.token.length >= shortestToken) return desk
  throw new ConfigurationError("desk.token", `give at least ${shortestToken} characters that nobody can guess`)
}
