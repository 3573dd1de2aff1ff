// Where drawers, dialogs and messages stand: a place of its own at the end of the
// page, so that the lock can take all of them away with the screen below.
export const overlays = document.createElement('div');
document.body.append(overlays);
