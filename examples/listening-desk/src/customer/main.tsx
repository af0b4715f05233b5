import { createRoot } from "react-dom/client"
import { Shop } from "./shop.tsx"

const place = document.getElementById("page")
if (place !== null) createRoot(place).render(<Shop />)
