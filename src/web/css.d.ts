// Style sheets are imported for what Vite does with them; they have no value.
declare module "*.css";
