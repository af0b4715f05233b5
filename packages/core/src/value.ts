// The door @escucha/core/value: what customers are worth and whether they still are customers, each figure with how sure it is. Pure.
export { expectedAmount, fitSpending, spendingLogLikelihood } from "./profile/value/amounts.ts"
export type { SpendingModel, SpendingParameters } from "./profile/value/amounts.ts"
export type { Caution, FitReport } from "./profile/value/fit.ts"
export type { PurchaseHistory } from "./profile/value/history.ts"
export { lifetimeValue } from "./profile/value/lifetime.ts"
export type { LifetimeOptions } from "./profile/value/lifetime.ts"
export {
  buyingLogLikelihood,
  expectedPurchases,
  expectedPurchasesError,
  fitBuying,
  probabilityAlive,
} from "./profile/value/purchases.ts"
export type { BuyingModel, BuyingParameters } from "./profile/value/purchases.ts"
export { rfm, rfmScale } from "./profile/value/rfm.ts"
export type { Buyer, Rfm, RfmScale } from "./profile/value/rfm.ts"
