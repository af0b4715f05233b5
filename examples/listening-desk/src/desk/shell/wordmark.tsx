/** The name, behind a voice that is listened to. */
export const Wordmark = ({ name }: { readonly name: string }) => (
  <span className="wordmark">
    <svg viewBox="0 0 26 20" aria-hidden="true">
      <path d="M2 10h0M7 6v8M12 2v16M17 7v6M22 4.5v11" />
    </svg>
    {name}
  </span>
)
