/// The program of a map's page: draws points on a canvas, moves and scales them, finds and names them.
///
/// It is given `map` (names, places of both layouts in ten-thousandths, counts, neighbours) and `aspects` (what points
/// are coloured by), writes every text as text, and leaves the number of points in `document.body.dataset.ready`, or
/// what went wrong in `data-error`.
enum MapScript {
  static let text = #"""
    "use strict";
    (function(){
    const $=id=>document.getElementById(id);
    window.addEventListener("error",e=>{document.body.dataset.error=e.message;});
    const data=JSON.parse($("data").textContent);
    const n=data.names.length,canvas=$("map"),ctx=canvas.getContext("2d"),tip=$("tip");
    let layout=data.tsne?"tsne":"principal",aspect=0,sized=true,hover=-1,found=new Set();
    let view={x:5000,y:5000,s:1},width=0,height=0,scale=1,queued=false,grid=null;
    const largest=data.counts?Math.max(1,...data.counts.slice(0,100)):1;
    const root=data.counts?data.counts.map(c=>Math.sqrt(Math.max(c,1)/largest)):null;
    const css=name=>getComputedStyle(document.body).getPropertyValue(name).trim();
    const stops=[\#(colours(Palette.ramp))].map(c=>[1,3,5].map(i=>parseInt(c.slice(i,i+2),16)));
    const ramp=t=>{const a=stops,p=Math.max(0,Math.min(1,t))*4,i=Math.min(3,Math.floor(p)),f=p-i;
    return "rgb("+a[i].map((v,k)=>Math.round(v+(a[i+1][k]-v)*f)).join(",")+")";};
    const shades=[\#(colours(Palette.shades))];
    function colourOf(){
    const a=data.aspects[aspect],muted=css("--muted");
    if(a.names)return{of:i=>a.codes[i]<0?muted:shades[a.codes[i]%shades.length],key:a.names.map((t,i)=>[shades[i%shades.length],t])};
    const low=a.low,high=a.high,span=high-low||1;
    return{of:i=>a.numbers[i]===null?muted:ramp((a.numbers[i]-low)/span),
    key:[0,.25,.5,.75,1].map(t=>[ramp(t),a.labels[Math.round(t*4)]])};}
    let colour=colourOf(),order=[];
    function arrange(){
    colour=colourOf();
    const groups=new Map();
    for(let i=n-1;i>=0;i--){const c=colour.of(i);let g=groups.get(c);if(!g)groups.set(c,g=[]);g.push(i);}
    order=[...groups];
    const key=$("key");key.replaceChildren();
    for(const[c,t]of colour.key){const e=document.createElement("span"),b=document.createElement("i");
    b.style.background=c;e.append(b,document.createTextNode(t));key.append(e);}
    grid=null;draw();}
    const xs=()=>data[layout].x,ys=()=>data[layout].y;
    const px=i=>(xs()[i]-view.x)*scale*view.s+width/2,py=i=>(view.y-ys()[i])*scale*view.s+height/2;
    const radius=i=>(sized&&root?1.5+6*root[i]:3)*Math.min(3,Math.max(.7,Math.sqrt(view.s)))*(n>5000?.6:1);
    function paint(){
    queued=false;
    const started=performance.now();
    ctx.clearRect(0,0,width,height);
    const X=xs(),Y=ys(),k=scale*view.s,dots=n>4000,P=data[layout].placeX,Q=data[layout].placeY;
    if(P){
    ctx.strokeStyle=css("--muted");ctx.lineWidth=1;
    for(let i=0;i<n;i++){if(P[i]===null)continue;
    const x=(P[i]-view.x)*k+width/2,y=(view.y-Q[i])*k+height/2;
    ctx.globalAlpha=.4;ctx.beginPath();ctx.moveTo(x,y);ctx.lineTo(px(i),py(i));ctx.stroke();
    ctx.globalAlpha=1;ctx.beginPath();ctx.arc(x,y,3,0,6.2832);ctx.stroke();}}
    ctx.globalAlpha=.8;
    for(const[c,list]of order){
    ctx.fillStyle=c;
    if(!dots)ctx.beginPath();
    for(const i of list){
    const x=(X[i]-view.x)*k+width/2,y=(view.y-Y[i])*k+height/2;
    if(x<-20||y<-20||x>width+20||y>height+20)continue;
    const r=radius(i);
    if(dots)ctx.fillRect(x-r,y-r,2*r,2*r);else{ctx.moveTo(x+r,y);ctx.arc(x,y,r,0,6.2832);}}
    if(!dots)ctx.fill();}
    ctx.globalAlpha=1;
    ctx.strokeStyle=css("--ink");ctx.lineWidth=2;
    for(const i of found){ctx.beginPath();ctx.arc(px(i),py(i),radius(i)+4,0,6.2832);ctx.stroke();}
    label();
    ctx.strokeStyle=css("--ink");ctx.lineWidth=2;
    if(hover>=0){ctx.beginPath();ctx.arc(px(hover),py(hover),radius(hover)+3,0,6.2832);ctx.stroke();}
    document.body.dataset.milliseconds=(performance.now()-started).toFixed(1);}
    function draw(){if(!queued){queued=true;requestAnimationFrame(paint);}}
    function label(){
    ctx.font="12px system-ui,sans-serif";ctx.textBaseline="middle";
    ctx.strokeStyle=css("--paper");ctx.fillStyle=css("--ink");ctx.lineWidth=3;ctx.lineJoin="round";
    const taken=[];let shown=0;
    // Rows have no names worth a place.
    if(!found.size&&data.unlabelled)return;
    const list=found.size?[...found]:Array.from({length:Math.min(n,3000)},(_,i)=>i);
    for(const i of list){
    if(shown>=(found.size?200:80))break;
    const x=px(i),y=py(i);
    if(x<0||y<0||x>width||y>height)continue;
    const t=data.names[i].length>24?data.names[i].slice(0,23)+"…":data.names[i];
    const l=x+radius(i)+3,w=ctx.measureText(t).width,b=[l,y-8,l+w,y+8];
    if(taken.some(o=>b[0]<o[2]&&o[0]<b[2]&&b[1]<o[3]&&o[1]<b[3]))continue;
    taken.push(b);shown++;
    ctx.strokeText(t,l,y);ctx.fillText(t,l,y);}}
    function resize(){
    const box=canvas.getBoundingClientRect(),ratio=window.devicePixelRatio||1;
    width=box.width;height=box.height;
    canvas.width=Math.round(width*ratio);canvas.height=Math.round(height*ratio);
    ctx.setTransform(ratio,0,0,ratio,0,0);
    scale=Math.min(width,height)*.92/10000;draw();}
    const cell=100;
    function nearest(mx,my){
    if(!grid){grid=new Map();const X=xs(),Y=ys();
    for(let i=0;i<n;i++){const c=Math.floor(X[i]/cell)*1000+Math.floor(Y[i]/cell);
    const g=grid.get(c);if(g)g.push(i);else grid.set(c,[i]);}}
    const k=scale*view.s,x=(mx-width/2)/k+view.x,y=view.y-(my-height/2)/k,reach=14/k;
    let best=-1,least=14*14;
    const steps=Math.min(100,Math.ceil(reach/cell)),cx=Math.floor(x/cell),cy=Math.floor(y/cell);
    for(let a=cx-steps;a<=cx+steps;a++)for(let b=cy-steps;b<=cy+steps;b++)
    for(const i of grid.get(a*1000+b)||[]){
    const dx=px(i)-mx,dy=py(i)-my,d=dx*dx+dy*dy;
    if(d<least){least=d;best=i;}}
    return best;}
    function tell(i,mx,my){
    tip.replaceChildren();
    if(i<0){tip.hidden=true;return;}
    const add=(tag,text)=>{const e=document.createElement(tag);e.textContent=text;e.dir="auto";tip.append(e);};
    add("b",data.names[i].length>200?data.names[i].slice(0,199)+"…":data.names[i]);
    if(data.counts)add("span",data.counts[i].toLocaleString("en")+" rows");
    for(const a of data.aspects){
    if(a.untold)continue;
    const t=a.names?(a.codes[i]<0?"":a.names[a.codes[i]]):a.numbers[i]===null?"":String(a.numbers[i]);
    if(t)add("span",a.title+": "+t);}
    const near=data.neighbors[i].map(j=>data.names[j].slice(0,40));
    if(near.length)add("span","nearest: "+near.join(", "));
    tip.hidden=false;
    const box=tip.getBoundingClientRect();
    tip.style.left=Math.max(4,Math.min(mx+14,width-box.width-4))+"px";
    tip.style.top=Math.max(4,Math.min(my+14,height-box.height-4))+"px";}
    const place=e=>{const box=canvas.getBoundingClientRect();return[e.clientX-box.left,e.clientY-box.top];};
    const fingers=new Map();
    function zoom(mx,my,by){
    const k=scale*view.s,x=(mx-width/2)/k+view.x,y=view.y-(my-height/2)/k;
    view.s=Math.max(.5,Math.min(400,view.s*by));
    const q=scale*view.s;view.x=x-(mx-width/2)/q;view.y=y+(my-height/2)/q;draw();}
    canvas.addEventListener("pointerdown",e=>{canvas.setPointerCapture(e.pointerId);fingers.set(e.pointerId,place(e));});
    canvas.addEventListener("pointermove",e=>{
    const now=place(e),before=fingers.get(e.pointerId);
    if(before){
    const others=[...fingers].filter(f=>f[0]!==e.pointerId);
    if(others.length){const o=others[0][1],d=(a,b)=>Math.hypot(a[0]-b[0],a[1]-b[1])||1;
    zoom((o[0]+now[0])/2,(o[1]+now[1])/2,d(o,now)/d(o,before));}
    else{const k=scale*view.s;view.x-=(now[0]-before[0])/k;view.y+=(now[1]-before[1])/k;draw();}
    fingers.set(e.pointerId,now);}
    const i=nearest(now[0],now[1]);
    if(i!==hover){hover=i;draw();}
    tell(i,now[0],now[1]);});
    for(const end of["pointerup","pointercancel"])canvas.addEventListener(end,e=>fingers.delete(e.pointerId));
    canvas.addEventListener("pointerleave",()=>{hover=-1;tell(-1);draw();});
    canvas.addEventListener("wheel",e=>{e.preventDefault();const[x,y]=place(e);zoom(x,y,Math.exp(-e.deltaY*.0015));},{passive:false});
    canvas.addEventListener("dblclick",()=>{view={x:5000,y:5000,s:1};draw();});
    $("search").addEventListener("input",e=>{
    const t=e.target.value.toLowerCase();found=new Set();
    if(t)for(let i=0;i<n&&found.size<200;i++)if(data.names[i].toLowerCase().includes(t))found.add(i);
    $("hits").textContent=t?found.size+(found.size===200?" or more":"")+" found":"";draw();});
    $("search").addEventListener("keydown",e=>{
    if(e.key!=="Enter"||!found.size)return;
    const i=[...found][0];view={x:xs()[i],y:ys()[i],s:Math.max(view.s,4)};draw();});
    for(const[i,a]of data.aspects.entries()){const o=document.createElement("option");o.value=i;o.textContent=a.title;$("colour").append(o);}
    $("colour").addEventListener("change",e=>{aspect=Number(e.target.value);arrange();});
    $("layout").addEventListener("change",e=>{layout=e.target.value;view={x:5000,y:5000,s:1};grid=null;draw();});
    $("size").addEventListener("change",e=>{sized=e.target.checked;draw();});
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change",arrange);
    window.addEventListener("resize",resize);
    arrange();resize();
    document.body.dataset.ready=n;
    })();
    """#

  private static func colours(_ list: [String]) -> String {
    list.map { "\"\($0)\"" }.joined(separator: ",")
  }
}
