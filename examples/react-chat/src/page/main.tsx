import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { Workshop } from "./workshop.tsx"

const place = document.getElementById("page")
if (place !== null)
  createRoot(place).render(
    <StrictMode>
      <Workshop />
    </StrictMode>,
  )
