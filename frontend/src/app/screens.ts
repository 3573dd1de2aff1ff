// The screens that a start does not need. They lie in the program itself, so
// their code comes within a moment; asked for while the clerk signs in, it is
// there before the first key.
import { later } from './later';

export const Shell = later(() => import('./Shell').then((m) => m.Shell));
export const RegisterPage = later(() => import('../features/complaints/RegisterPage').then((m) => m.RegisterPage));
export const CalendarPage = later(() => import('../features/calendar/CalendarPage').then((m) => m.CalendarPage));
export const ReportPage = later(() => import('../features/reports/ReportPage').then((m) => m.ReportPage));
export const CheckPage = later(() => import('../features/papers/CheckPage').then((m) => m.CheckPage));
export const ImportPage = later(() => import('../features/import/ImportPage').then((m) => m.ImportPage));
export const SyncPage = later(() => import('../features/syncing/SyncPage').then((m) => m.SyncPage));
export const SettingsPage = later(() => import('../features/settings/SettingsPage').then((m) => m.SettingsPage));
export const HelpPage = later(() => import('../features/help/HelpPage').then((m) => m.HelpPage));

/** One after the other, the likeliest first: the window must stay quick meanwhile. */
export async function fetchScreens(): Promise<void> {
  for (const screen of [Shell, RegisterPage, SyncPage, CalendarPage, CheckPage, SettingsPage, ReportPage, ImportPage, HelpPage]) {
    await screen.fetch().catch(() => undefined); // asked for again when it is wanted
  }
}
