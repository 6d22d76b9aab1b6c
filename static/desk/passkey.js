/** Shows the buttons of passkeys where the browser knows them; without, the way by password and code stands alone. */

if (window.PublicKeyCredential) for (const button of document.querySelectorAll("[data-passkey]")) button.hidden = false;
