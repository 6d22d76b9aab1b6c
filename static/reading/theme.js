(d=>{try{const t=localStorage.theme;if(t=="light"||t=="dark")d.dataset.theme=t}catch{}d.classList.add("scripted")})(document.documentElement)
